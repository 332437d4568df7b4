/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lines of iptables-save. libiptc, which reads legacy iptables' rules, is no
 * interface for others: its authors offer iptables-save and iptables instead.
 */
#ifndef _CTL_IPTABLES_SAVE_H
#define _CTL_IPTABLES_SAVE_H

#include <stdbool.h>

#define IPTABLES_WORDS	256

/**
 * iptables_words - take a line apart
 * @line: is changed; quotes and backslashes as iptables-save sets them
 * @words: get the words, and NULL at their end
 * Return: how many, or -E2BIG.
 */
int iptables_words(char *line, char *words[IPTABLES_WORDS]);

/** iptables_is_netflow - is it a rule whose target is NETFLOW? */
bool iptables_is_netflow(char *const words[]);

#endif /* _CTL_IPTABLES_SAVE_H */
