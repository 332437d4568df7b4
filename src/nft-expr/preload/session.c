// SPDX-License-Identifier: GPL-2.0
#include "session.h"

#include <stddef.h>

static __thread bool running;
static __thread void (*on_mark)(void);
static __thread int left_out;
static bool marked;
static __thread bool sent;

void session_begin(void (*callback)(void))
{
	running = true;
	sent = false;
	on_mark = callback;
}

void session_end(void)
{
	running = false;
	on_mark = NULL;
}

bool session_runs(void)
{
	return running;
}

void session_mark(void)
{
	marked = true;
	if (on_mark)
		on_mark();
}

bool session_is_marked(void)
{
	return marked;
}

void session_note_sent(void)
{
	sent = true;
}

bool session_has_sent(void)
{
	return sent;
}

void session_note_left_out(int count)
{
	left_out += count;
}

bool session_take_left_out(void)
{
	bool any = left_out > 0;

	left_out = 0;
	return any;
}
