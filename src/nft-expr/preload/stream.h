/* SPDX-License-Identifier: GPL-2.0 */
/* Texts in memory that are read as files: no descriptor, no file, no /proc is needed. */
#ifndef _NFT_NETFLOW_STREAM_H
#define _NFT_NETFLOW_STREAM_H

#include <stddef.h>
#include <stdio.h>

/**
 * stream_read - read the rest of a file
 * @file: where to read
 * @size: set to the size of the text
 * Return: the text, to be freed, or NULL with errno on errors.
 */
char *stream_read(FILE *file, size_t *size);

/**
 * stream_read_fd - read the rest of a file
 * @fd: where to read
 * @size: set to the size of the text
 * Return: the text, to be freed, or NULL with errno on errors.
 */
char *stream_read_fd(int fd, size_t *size);

/**
 * stream_open - read a text in the place of a file
 * @text: what to read; it is copied
 * @size: its size
 * @file: the file, whose kind fstat() reports; closed with the stream, but not on errors
 * Return: a stream at the beginning of the text, or NULL with errno.
 */
FILE *stream_open(const char *text, size_t size, FILE *file);

#endif /* _NFT_NETFLOW_STREAM_H */
