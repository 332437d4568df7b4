/* SPDX-License-Identifier: GPL-2.0 */
/* Texts that nft reads. */
#ifndef _NFT_NETFLOW_INPUT_H
#define _NFT_NETFLOW_INPUT_H

#include <stddef.h>
#include <stdio.h>

#include "translate/nft_netflow_translate.h"

/**
 * input_translate - put stand-ins in place of a text's statements
 * @context: at the beginning of the text
 * @text: in nft's language
 * @size: of the text, set to that of the new one
 * Return: the new text, for free(); NULL: there is nothing to change.
 */
char *input_translate(enum nft_netflow_context context, const char *text, size_t *size);

/**
 * input_open - open a file that nft will read
 * @path: as nft names it
 * @mode: as for fopen()
 * Return: as fopen(); a file with statements is replaced by its translation.
 */
FILE *input_open(const char *path, const char *mode);

/**
 * input_line - find a line of what these commands read, for struct nft_netflow_errors
 * @name: of the file, as nft has it
 * @name_size: its length
 * @number: of the line, from 1 on
 * @size: set to the line's length
 * @data: not used
 * Return: the line as nft read it, or NULL.
 */
const char *input_line(const char *name, size_t name_size, size_t number, size_t *size,
		       void *data);

/** input_end - the commands ended: forget what they include and read */
void input_end(void);

/** input_stdin - translate standard input */
void input_stdin(void);

#endif /* _NFT_NETFLOW_INPUT_H */
