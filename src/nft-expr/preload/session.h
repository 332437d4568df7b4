/* SPDX-License-Identifier: GPL-2.0 */
/* State of the running commands, shared by the parts of the library. */
#ifndef _NFT_NETFLOW_SESSION_H
#define _NFT_NETFLOW_SESSION_H

#include <stdbool.h>

/**
 * session_begin - note that this thread begins to run commands
 * @callback: called when a stand-in may be printed
 */
void session_begin(void (*callback)(void));

/** session_end - note that the commands of this thread have ended */
void session_end(void);

/**
 * session_runs - check whether this thread runs commands
 * Return: true if it does.
 */
bool session_runs(void);

/** session_mark - note that stand-ins may be printed from now on */
void session_mark(void);

/**
 * session_is_marked - check whether this process may print stand-ins
 * Return: true if session_mark() was called.
 */
bool session_is_marked(void);

/** session_note_sent - note that a batch with stand-ins was converted */
void session_note_sent(void);

/**
 * session_has_sent - check whether these commands sent a batch with stand-ins
 * Return: false if nothing was sent, or by a way that is not intercepted.
 */
bool session_has_sent(void);

/**
 * session_note_left_out - note that the kernel has listed left-out statements
 * @count: number of statements
 */
void session_note_left_out(int count);

/**
 * session_take_left_out - check whether the kernel has listed left-out statements
 * Return: true if it has since the last call.
 */
bool session_take_left_out(void);

#endif /* _NFT_NETFLOW_SESSION_H */
