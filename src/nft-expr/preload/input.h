/* SPDX-License-Identifier: GPL-2.0 */
/* Translation of nft's input. */
#ifndef _NFT_NETFLOW_INPUT_H
#define _NFT_NETFLOW_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include "translate/nft_netflow_translate.h"

/**
 * input_translate - replace a text's statements with stand-ins
 * @context: at the beginning of the text
 * @text: in nft's language
 * @size: length of @text; set to that of the new text
 * Return: the new text, to be freed, or NULL if there is nothing to change.
 */
char *input_translate(enum nft_netflow_context context, const char *text, size_t *size);

/**
 * input_open - open a file that nft will read
 * @path: path of the file, as passed by nft
 * @mode: as for fopen()
 * Return: as fopen(); a file with statements is replaced with its translation.
 */
FILE *input_open(const char *path, const char *mode);

/**
 * input_line - find a line that these commands read, for struct nft_netflow_errors
 * @name: name of the file, as nft knows it
 * @name_size: length of @name
 * @number: number of the line, from 1
 * @size: set to the line's length
 * @data: not used
 * Return: the line as nft read it, or NULL.
 */
const char *input_line(const char *name, size_t name_size, size_t number, size_t *size,
		       void *data);

/**
 * input_end - at the end of the commands, forget the files that they included and read
 * Return: whether part of the input could not be read.
 */
bool input_end(void);

/** input_expect_stdin - intercept standard input until the commands end */
void input_expect_stdin(void);

/**
 * input_is_stdin - check whether this is the standard input that is intercepted
 * @fd: descriptor that libnftables reads
 * Return: true if input_read_stdin() must read it.
 */
bool input_is_stdin(int fd);

/**
 * input_read_stdin - read() from the translation of standard input
 * @data: where to store what is read
 * @size: room there
 * Return: as read().
 */
ssize_t input_read_stdin(void *data, size_t size);

#endif /* _NFT_NETFLOW_INPUT_H */
