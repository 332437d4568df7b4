/* SPDX-License-Identifier: GPL-2.0 */
/* Flow tables of nftables, through which packets bypass what feeds monitors. */
#ifndef _CTL_DOCTOR_FLOWTABLES_H
#define _CTL_DOCTOR_FLOWTABLES_H

#include <jansson.h>

/**
 * doctor_flowtables - report flow tables, whose packets bypass all that is fed but ingress
 * @findings: array that findings are added to
 * @monitors: from monitors_read()
 * @chains: from chains_list()
 * @rules: from rules_list()
 */
void doctor_flowtables(json_t *findings, const json_t *monitors, const json_t *chains,
		       const json_t *rules);

#endif /* _CTL_DOCTOR_FLOWTABLES_H */
