/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lines of iptables-save. libiptc, which can read the rules of legacy iptables, is not a
 * public interface: its authors refer other programs to iptables-save and iptables.
 */
#ifndef _CTL_IPTABLES_SAVE_H
#define _CTL_IPTABLES_SAVE_H

#include <stdbool.h>

#define IPTABLES_WORDS	256

/**
 * iptables_words - split a line into words
 * @line: the line, quoted as iptables-save does; changed
 * @words: gets the words, followed by NULL
 * Return: the number of words, or -E2BIG.
 */
int iptables_words(char *line, char *words[IPTABLES_WORDS]);

/**
 * iptables_is_netflow - check whether a line is a rule with the target NETFLOW
 * @words: words of the line, followed by NULL
 * Return: true if it is.
 */
bool iptables_is_netflow(char *const words[]);

#endif /* _CTL_IPTABLES_SAVE_H */
