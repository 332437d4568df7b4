// SPDX-License-Identifier: GPL-2.0
#include "output.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kernel.h"
#include "wrap.h"

int terminal_width(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) ? 0 : size.ws_col;
}

static bool is_coloured(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no && no[0]) && !(term && !strcmp(term, "dumb"));
}

const char *colour(enum colour colour)
{
	static const char *const sequences[] = {
		[COLOUR_NONE] = "\033[0m",
		[COLOUR_HEADING] = "\033[1m",
		[COLOUR_NAME] = "\033[1;36m",
		[COLOUR_GOOD] = "\033[32m",
		[COLOUR_WARN] = "\033[33m",
		[COLOUR_BAD] = "\033[1;31m",
		[COLOUR_DIM] = "\033[2m",
	};
	static int coloured = -1;

	if (coloured < 0)
		coloured = is_coloured();
	return coloured ? sequences[colour] : "";
}

void print_coloured(enum colour which, const char *format, ...)
{
	va_list args;

	fputs(colour(which), stdout);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	fputs(colour(COLOUR_NONE), stdout);
}

void print_note(const char *text)
{
	fputs(colour(COLOUR_DIM), stdout);
	print_wrapped(text, 0, terminal_width());
	fputs(colour(COLOUR_NONE), stdout);
}

const char *format_count(u64 count, char *buf)
{
	char digits[FORMAT_SIZE];
	int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)count), i;
	char *to = buf;

	for (i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return buf;
}

/* Divide by @step until the number is below @limit, from which on it would be printed as @step. */
static size_t scale(double *value, double step, double limit, size_t units)
{
	size_t unit = 0;

	while (*value >= limit && unit < units - 1) {
		*value /= step;
		unit++;
	}
	return unit;
}

const char *format_bytes(u64 bytes, char *buf)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
	double value = bytes;
	size_t unit = scale(&value, 1024, 1023.95, ARRAY_SIZE(units));

	snprintf(buf, FORMAT_SIZE, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
	return buf;
}

const char *format_rate(u64 bits, char *buf)
{
	static const char *const units[] = { "", "k", "M", "G", "T", "P" };
	double value = bits;
	size_t unit = scale(&value, 1000, 999.95, ARRAY_SIZE(units));

	snprintf(buf, FORMAT_SIZE, unit ? "%.1f %sbit/s" : "%.0f %sbit/s", value, units[unit]);
	return buf;
}

const char *format_duration(u64 ms, char *buf)
{
	unsigned long long s = ms / 1000;

	if (s < 60)
		snprintf(buf, FORMAT_SIZE, "%llu.%u s", s, (unsigned int)(ms % 1000 / 100));
	else if (s < 3600)
		snprintf(buf, FORMAT_SIZE, "%llum%02llus", s / 60, s % 60);
	else if (s < 86400)
		snprintf(buf, FORMAT_SIZE, "%lluh%02llum", s / 3600, s % 3600 / 60);
	else
		snprintf(buf, FORMAT_SIZE, "%llud%02lluh", s / 86400, s % 86400 / 3600);
	return buf;
}
