/* SPDX-License-Identifier: GPL-2.0 */
/* The terminal of `netflowctl top`. */
#ifndef _CTL_FLOWS_TOP_SCREEN_H
#define _CTL_FLOWS_TOP_SCREEN_H

#include "kernel.h"

struct rates;

struct top_view;

/**
 * top_screen_open - take over the whole terminal
 *
 * Blocks the signals that end the program, so that top_screen_wait() can report them and
 * the terminal is always restored.
 *
 * Return: 0, or a negative errno, which is reported on stderr.
 */
int top_screen_open(void);

/** top_screen_close - restore the terminal */
void top_screen_close(void);

/**
 * top_screen_draw - draw the rates at the current size of the terminal
 * @view: what is shown, and how; its column widths are updated
 * @rates: the rows
 */
void top_screen_draw(struct top_view *view, const struct rates *rates);

/**
 * top_screen_wait - wait for a key
 * @ms: maximum time to wait, in ms
 *
 * Return: the key; 0: timeout; -1: a signal or the end of the input asks to quit; -2: the
 * terminal has a new size.
 */
int top_screen_wait(u64 ms);

#endif /* _CTL_FLOWS_TOP_SCREEN_H */
