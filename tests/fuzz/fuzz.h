/* SPDX-License-Identifier: GPL-2.0 */
/* What all fuzzers have. */
#ifndef _NETFLOW_FUZZ_H
#define _NETFLOW_FUZZ_H

#include <stdlib.h>

#include "kernel.h"

/**
 * fuzz_input - try one input; tests/fuzz/run renames it to libFuzzer's entry point
 * @data: the input
 * @size: of @data, in octets
 * Return: 0.
 */
int fuzz_input(const u8 *data, size_t size);

/* Abort if a property that every input must have does not hold. */
static inline void require(bool condition)
{
	if (!condition)
		abort();
}

#endif /* _NETFLOW_FUZZ_H */
