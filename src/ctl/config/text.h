/* SPDX-License-Identifier: GPL-2.0 */
/* The text of a configuration file. Pure. */
#ifndef _CTL_CONFIG_TEXT_H
#define _CTL_CONFIG_TEXT_H

#include <stdio.h>

struct config;

/* Tells one mistake: "FILE:12: sentence", then the line. */
typedef void (*config_report_t)(const char *file, unsigned int line, const char *sentence,
				  const char *text);

/**
 * config_parse - read a text
 * @config: from config_init()
 * @in: the text
 * @file: its name, for the mistakes
 * @report: called for every mistake
 * Return: 0, -EINVAL if there were mistakes, -ENOMEM.
 */
int config_parse(struct config *config, FILE *in, const char *file,
		 config_report_t report);

/** config_write - write what differs from the defaults, as config_parse() reads it */
void config_write(const struct config *config, FILE *out);

/** config_write_example - write a file with every setting, its help and its default */
void config_write_example(FILE *out);

#endif /* _CTL_CONFIG_TEXT_H */
