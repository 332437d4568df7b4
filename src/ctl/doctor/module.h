/* SPDX-License-Identifier: GPL-2.0 */
/* Check the module and the kernel that loads it. */
#ifndef _CTL_DOCTOR_MODULE_H
#define _CTL_DOCTOR_MODULE_H

#include <jansson.h>
#include <stdbool.h>

/**
 * doctor_module - check that the module exists, is built for this kernel, loaded and current
 * @findings: array that findings are added to
 *
 * Return: true if the module is loaded.
 */
bool doctor_module(json_t *findings);

/**
 * doctor_secure_boot - check whether signature checks prevent loading the module
 * @findings: array that findings are added to
 * @loaded: whether the module is loaded already
 */
void doctor_secure_boot(json_t *findings, bool loaded);

#endif /* _CTL_DOCTOR_MODULE_H */
