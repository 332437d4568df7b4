/* SPDX-License-Identifier: GPL-2.0 */
/* Module parameters: the settings of the initial namespace's monitor "default". */
#ifndef _NETFLOW_PARAMETERS_H
#define _NETFLOW_PARAMETERS_H

/**
 * netflow_parameters_init - apply the parameters given at load, and start accepting changes
 * Context: process.
 * Return: 0; or a negative error, with a message in the log.
 */
int netflow_parameters_init(void);

/**
 * netflow_parameters_exit - stop accepting changes
 * Context: process.
 */
void netflow_parameters_exit(void);

/**
 * nf_netflow_parameter_set - set a setting of the initial namespace from text
 * @name: the name of the setting, see settings/list.h
 * @value: its value as text, NUL-terminated
 *
 * Exported for the parameters of xt_NETFLOW.
 * Context: process.
 * Return: 0; or a negative error, with a message in the log.
 */
int nf_netflow_parameter_set(const char *name, const char *value);

#endif /* _NETFLOW_PARAMETERS_H */
