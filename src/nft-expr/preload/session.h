/* SPDX-License-Identifier: GPL-2.0 */
/* State of the running commands, shared by the parts of the library. */
#ifndef _NFT_NETFLOW_SESSION_H
#define _NFT_NETFLOW_SESSION_H

#include <stdbool.h>

/**
 * session_begin - commands run in this thread from now on
 * @callback: called when a stand-in may be printed
 */
void session_begin(void (*callback)(void));

/** session_end - the commands of this thread ended */
void session_end(void);

/**
 * session_runs - do commands run in this thread?
 * Return: whether they do.
 */
bool session_runs(void);

/** session_mark - from now on stand-ins may be printed */
void session_mark(void);

/**
 * session_is_marked - may this process print stand-ins?
 * Return: whether session_mark() was called.
 */
bool session_is_marked(void);

/**
 * session_note_left_out - the kernel listed statements that were left out
 * @count: how many
 */
void session_note_left_out(int count);

/**
 * session_take_left_out - did the kernel list statements that were left out?
 * Return: whether it did since the last call.
 */
bool session_take_left_out(void);

#endif /* _NFT_NETFLOW_SESSION_H */
