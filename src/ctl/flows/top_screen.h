/* SPDX-License-Identifier: GPL-2.0 */
/* The terminal that `netflowctl top` draws on. */
#ifndef _CTL_FLOWS_TOP_SCREEN_H
#define _CTL_FLOWS_TOP_SCREEN_H

#include "kernel.h"

struct rates;

struct top_view;

/** top_screen_open - a picture on the whole terminal; Return: 0 or a negative errno, told */
int top_screen_open(void);

/** top_screen_close - the terminal as it was before; also after a signal */
void top_screen_close(void);

/** top_screen_draw - draw on it, as large as it is now */
void top_screen_draw(struct top_view *view, const struct rates *rates);

/**
 * top_screen_wait - wait for a key
 * @ms: at most so long
 * Return: the key; 0: the time is over; -1: it is to end; -2: the size has changed.
 */
int top_screen_wait(u64 ms);

#endif /* _CTL_FLOWS_TOP_SCREEN_H */
