/* SPDX-License-Identifier: GPL-2.0 */
/* The module and the kernel that shall load it. */
#ifndef _CTL_DOCTOR_MODULE_H
#define _CTL_DOCTOR_MODULE_H

#include <jansson.h>
#include <stdbool.h>

/**
 * doctor_module - is it there, built for this kernel, loaded, of this version?
 * Return: is it loaded?
 */
bool doctor_module(json_t *findings);

/** doctor_secure_boot - would this kernel load the module? @loaded: it has */
void doctor_secure_boot(json_t *findings, bool loaded);

#endif /* _CTL_DOCTOR_MODULE_H */
