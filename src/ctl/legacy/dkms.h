/* SPDX-License-Identifier: GPL-2.0 */
/* Building the modules with DKMS. */
#ifndef _CTL_LEGACY_DKMS_H
#define _CTL_LEGACY_DKMS_H

#include <stdbool.h>

/**
 * legacy_build - build and install the modules with DKMS, unless this kernel has them
 * @verbose: show the output of DKMS; otherwise show it only if DKMS fails
 * Return: 0 or a negative errno, reported on stderr.
 */
int legacy_build(bool verbose);

/**
 * legacy_unbuild - remove the modules from DKMS for all kernels, if there are any
 * @verbose: show the output of DKMS; otherwise show it only if DKMS fails
 * Return: 0 or a negative errno, reported on stderr.
 */
int legacy_unbuild(bool verbose);

#endif /* _CTL_LEGACY_DKMS_H */
