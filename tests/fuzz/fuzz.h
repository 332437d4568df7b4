/* SPDX-License-Identifier: GPL-2.0 */
/* What all fuzzers have. */
#ifndef _NETFLOW_FUZZ_H
#define _NETFLOW_FUZZ_H

#include <stdlib.h>

#include "kernel.h"

/**
 * fuzz_input - try one input; libFuzzer's entry point, under the name that `run` gives it
 * Return: 0.
 */
int fuzz_input(const u8 *data, size_t size);

/** require - what must be true of every input */
static inline void require(bool condition)
{
	if (!condition)
		abort();
}

#endif /* _NETFLOW_FUZZ_H */
