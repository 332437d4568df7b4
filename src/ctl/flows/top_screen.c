// SPDX-License-Identifier: GPL-2.0
/* The terminal of `netflowctl top`: plain ANSI sequences, unbuffered keys, resizing. */
#include "top_screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>
#include <stdio.h>

#include "text/complain.h"
#include "text/output.h"
#include "text/wrap.h"
#include "rate.h"
#include "top_draw.h"

static struct termios before;

static int signals = -1;

/* Read keys at once, switch to the alternate screen and hide the cursor. */
static void begin(void)
{
	struct termios raw = before;

	raw.c_lflag &= ~(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	fputs("\033[?1049h\033[?25l", stdout);
	fflush(stdout);
}

int top_screen_open(void)
{
	sigset_t set;

	/* Read signals like keys, so that none interrupts a change of the terminal. */
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGTSTP);
	sigaddset(&set, SIGCONT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = signalfd(-1, &set, SFD_CLOEXEC);
	if (signals < 0 || tcgetattr(STDIN_FILENO, &before)) {
		complain("cannot use the terminal: %m; --batch works without one");
		return -errno;
	}
	begin();
	return 0;
}

void top_screen_close(void)
{
	fputs("\033[?25h\033[?1049l", stdout);
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

/* A line shown instead of rows; NULL: there are rows. */
static const char *excuse(const struct top_view *view, const struct rates *rates, int width)
{
	if (width < TOP_WIDTH_LEAST)
		return "the terminal is too narrow";
	if (rates->count)
		return NULL;
	if (rates->total.flows)
		return "nothing was metered in this interval";
	if (view->filter[0])
		return "no flow in the cache matches the filter";
	return "no flows yet; try 'netflowctl doctor'";
}

static void draw_keys(const struct top_view *view, const struct winsize *size)
{
	char keys[128];

	snprintf(keys, sizeof(keys),
		 "q quit  f flow  h host  p port  i interface  s %s  +- interval  space %s",
		 view->by_packets ? "bits" : "packets", view->paused ? "go on" : "pause");
	printf("\033[%u;1H%s%.*s%s\033[K", size->ws_row, colour(COLOUR_DIM),
	       parts_fit(keys, size->ws_col), keys, colour(COLOUR_NONE));
}

void top_screen_draw(struct top_view *view, const struct rates *rates)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	size_t rows, others = view->filter[0] ? 4 : 3;
	const char *instead;

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	/* The other lines are the header, the filter, the column names and the keys. */
	rows = size.ws_row > others ? size.ws_row - others : 1;
	if (view->limit && view->limit < rows)
		rows = view->limit;
	top_measure(view, rates, rows);
	instead = excuse(view, rates, size.ws_col);
	/* Disable wrapping; clear each line to its end, then everything below. */
	fputs("\033[?7l\033[H", stdout);
	if (size.ws_col >= TOP_WIDTH_LEAST)
		top_draw(stdout, view, rates, size.ws_col, rows, colour(COLOUR_NONE)[0],
			 "\033[K\r\n");
	if (instead)
		printf("%.*s\033[K\r\n", parts_fit(instead, size.ws_col), instead);
	fputs("\033[J", stdout);
	draw_keys(view, &size);
	fputs("\033[?7h", stdout);
	fflush(stdout);
}

/* Stop as ^Z wants it, and go on after `fg', on a terminal that others may have changed. */
static void suspend(void)
{
	sigset_t set;

	top_screen_close();
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
	tcgetattr(STDIN_FILENO, &before);
	begin();
}

static int read_signal(void)
{
	struct signalfd_siginfo info;

	if (read(signals, &info, sizeof(info)) != sizeof(info))
		return -1;
	switch (info.ssi_signo) {
	case SIGTSTP:
		suspend();
		return -2;
	case SIGCONT:
		/* It was stopped otherwise: what the shell changed is to be changed again. */
		begin();
		return -2;
	case SIGWINCH:
		return -2;
	default:
		return -1;
	}
}

int top_screen_wait(u64 ms)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN }, { .fd = signals, .events = POLLIN },
	};
	char key;

	if (poll(fds, 2, ms) <= 0)
		return 0;
	if (fds[1].revents)
		return read_signal();
	/* The terminal has been closed. */
	if (read(STDIN_FILENO, &key, 1) != 1)
		return -1;
	return (unsigned char)key;
}
