/* SPDX-License-Identifier: GPL-2.0 */
/* Build the modules by DKMS. */
#ifndef _CTL_LEGACY_DKMS_H
#define _CTL_LEGACY_DKMS_H

#include <stdbool.h>

/**
 * legacy_build - have DKMS build and install the modules, if this kernel has none
 * @verbose: show what DKMS says; otherwise only what it says when it fails
 * Return: 0 or a negative errno, told on stderr.
 */
int legacy_build(bool verbose);

/**
 * legacy_unbuild - have DKMS remove what it built, for all kernels
 * Fine where it built nothing.
 * Return: 0 or a negative errno, told on stderr.
 */
int legacy_unbuild(bool verbose);

#endif /* _CTL_LEGACY_DKMS_H */
