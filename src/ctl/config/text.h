/* SPDX-License-Identifier: GPL-2.0 */
/* The text of a configuration file. Pure. */
#ifndef _CTL_CONFIG_TEXT_H
#define _CTL_CONFIG_TEXT_H

#include <stdio.h>

struct config;

/*
 * Reports one mistake: the name of the file, the number of the line from 1, a sentence
 * without a full stop, and the line itself, or "" if the mistake is not in one line.
 */
typedef void (*config_report_t)(const char *file, unsigned int line, const char *sentence,
				  const char *text);

/**
 * config_parse - parse a configuration file
 * @config: from config_init(); sections, settings and rules are added
 * @in: the file
 * @file: its name, for @report
 * @report: called for every mistake
 * Return: 0, -EINVAL if there were mistakes, or -ENOMEM.
 */
int config_parse(struct config *config, FILE *in, const char *file,
		 config_report_t report);

/**
 * config_write - write the settings that differ from the defaults, and all rules
 * @config: the configuration
 * @out: gets text that config_parse() can read
 */
void config_write(const struct config *config, FILE *out);

/**
 * config_write_example - write an example file with every setting, its help and its default
 * @out: gets the text
 */
void config_write_example(FILE *out);

#endif /* _CTL_CONFIG_TEXT_H */
