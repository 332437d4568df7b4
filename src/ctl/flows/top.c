// SPDX-License-Identifier: GPL-2.0
/* netflowctl top */
#include "top.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <stdio.h>

#include "command/command.h"
#include "command/options.h"
#include "kernel/netlink.h"
#include "modules/open.h"
#include "text/complain.h"
#include "filter.h"
#include "list.h"
#include "rate.h"
#include "top_draw.h"
#include "top_screen.h"

#define INTERVAL_MOST	3600

/* The two most recent readings. */
struct readings {
	struct netlink nl;
	struct flow_filter filter;
	struct flow_list old;
	struct flow_list new;
	u64 old_ms;
	u64 new_ms;
};

static u64 clock_ms(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

static int read_flows(struct readings *readings, const char *monitor)
{
	struct flow_list list;
	int err = flow_list_read(&list, &readings->nl, monitor);

	if (err) {
		flow_list_free(&list);
		return err;
	}
	flow_filter_apply(&readings->filter, &list);
	flow_list_free(&readings->old);
	readings->old = readings->new;
	readings->old_ms = readings->new_ms;
	readings->new = list;
	readings->new_ms = clock_ms(CLOCK_MONOTONIC);
	return 0;
}

static int make_rates(const struct readings *readings, struct top_view *view,
		      struct rates *rates)
{
	view->elapsed_ms = readings->new_ms - readings->old_ms;
	view->now_ms = clock_ms(CLOCK_REALTIME);
	if (!rates_make(rates, &readings->old, &readings->new, view->by, view->by_packets))
		return 0;
	complain("out of memory");
	return -ENOMEM;
}

static void wait_ms(u64 ms)
{
	struct timespec rest = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	while (nanosleep(&rest, &rest) && errno == EINTR)
		;
}

/* Print text or JSON after each interval. */
static int run_batch(const struct options *options, struct readings *readings,
		     struct top_view *view)
{
	size_t limit = view->limit ? view->limit : 20;
	unsigned long pictures = 0;
	struct rates rates;
	int err = 0;

	while (!err && (!options->count || pictures < options->count)) {
		wait_ms(view->interval * 1000);
		err = read_flows(readings, view->monitor);
		if (err)
			break;
		err = make_rates(readings, view, &rates);
		if (!err && options->present & OPTION_JSON)
			top_json(view, &rates);
		else if (!err)
			top_draw(stdout, view, &rates, 0, limit, false, "\n");
		rates_free(&rates);
		if (!(options->present & OPTION_JSON))
			putchar('\n');
		/* The reader of a pipe has exited, which is no error. */
		if (fflush(stdout))
			break;
		pictures++;
	}
	return err;
}

/* Return: false to quit. */
static bool take_key(struct top_view *view, int key)
{
	switch (key) {
	case 'f':
		view->by = "flow";
		break;
	case 'h':
		view->by = "host";
		break;
	case 'p':
		view->by = "port";
		break;
	case 'i':
		view->by = "interface";
		break;
	case 's':
		view->by_packets = !view->by_packets;
		break;
	case ' ':
		view->paused = !view->paused;
		break;
	case '+':
	case '=':
		if (view->interval < INTERVAL_MOST)
			view->interval++;
		break;
	case '-':
		if (view->interval > 1)
			view->interval--;
		break;
	case 'q':
	case 'Q':
	case 3:		/* ^C */
	case 4:		/* ^D */
		return false;
	}
	return true;
}

static int draw(struct readings *readings, struct top_view *view)
{
	struct rates rates;
	int err = make_rates(readings, view, &rates);

	if (!err)
		top_screen_draw(view, &rates);
	rates_free(&rates);
	return err;
}

/* Handle keys, which change how the last reading is shown, until the next one is due. */
static int wait_for_keys(struct readings *readings, struct top_view *view, bool *go_on)
{
	u64 begin = clock_ms(CLOCK_MONOTONIC), passed = 0;
	int key, err = 0;

	while (!err && (passed < view->interval * 1000 || view->paused)) {
		key = top_screen_wait(view->paused ? 1000 : view->interval * 1000 - passed);
		*go_on = key != -1 && take_key(view, key);
		if (!*go_on)
			return 0;
		if (key)
			err = draw(readings, view);
		passed = clock_ms(CLOCK_MONOTONIC) - begin;
	}
	return err;
}

static int run_screen(const struct options *options, struct readings *readings,
		      struct top_view *view)
{
	unsigned long pictures = 0;
	bool go_on = true;
	int err = top_screen_open();

	if (err)
		return err;
	/* Rates need two readings: make the first interval short. */
	wait_ms(500);
	while (go_on && !err) {
		err = read_flows(readings, view->monitor);
		if (!err)
			err = draw(readings, view);
		if (!err && options->count && ++pictures >= options->count)
			break;
		if (!err)
			err = wait_for_keys(readings, view, &go_on);
	}
	top_screen_close();
	/* Earlier messages disappeared with the alternate screen. */
	if (err)
		complain("cannot read the flows any more: %s", strerror(-err));
	return err;
}

static int top_run(const struct options *options)
{
	bool batch = options->present & (OPTION_BATCH | OPTION_JSON) || !isatty(STDOUT_FILENO) ||
		     !isatty(STDIN_FILENO);
	char filter[256];
	struct top_view view = {
		.monitor = options_monitor(options), .filter = filter, .by = options->by,
		.limit = options->limit,
		.interval = options->interval > INTERVAL_MOST ? INTERVAL_MOST : options->interval,
	};
	struct readings readings = { .old_ms = 0 };
	int err;

	if (flow_filter_read(&readings.filter, options))
		return CTL_USAGE;
	flow_filter_text(options, filter, sizeof(filter));
	if (module_open(&readings.nl))
		return CTL_ERROR;
	err = read_flows(&readings, view.monitor);
	if (!err)
		err = batch ? run_batch(options, &readings, &view) :
			      run_screen(options, &readings, &view);
	flow_list_free(&readings.old);
	flow_list_free(&readings.new);
	netlink_close(&readings.nl);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command top_command = {
	.name = "top",
	.arguments = "",
	.run = top_run,
	.summary = "Show the busiest traffic live",
	.options = OPTION_BY | OPTION_INTERVAL | OPTION_COUNT | OPTION_BATCH | OPTION_LIMIT |
		   OPTION_FILTER | OPTION_JSON | OPTION_MONITOR,
	.help = "Keys: f h p i add up by flow, host, port, interface; s sorts by bits or "
		"packets; + - change the interval; space pauses the display; q quits. If the "
		"output is not a terminal, --batch is implied. --json prints one object per "
		"line.",
};
