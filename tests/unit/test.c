// SPDX-License-Identifier: GPL-2.0
#include "test.h"

static struct test *tests;
static struct test **tests_end = &tests;
static unsigned int failures;
static u64 state;

void test_register(struct test *test)
{
	*tests_end = test;
	tests_end = &test->next;
}

void test_failed(const char *file, int line, const char *format, ...)
{
	const char *name = strrchr(file, '/');
	va_list args;

	/* one mistake in a loop needs no thousand lines */
	if (failures++ >= 20)
		return;
	printf("    %s:%d: ", name ? name + 1 : file, line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

void test_seed(u64 seed)
{
	state = seed;
}

/* splitmix64 */
u64 test_random(void)
{
	u64 z = state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

int main(void)
{
	unsigned int passed = 0, failed = 0;
	struct test *test;

	for (test = tests; test; test = test->next) {
		failures = 0;
		test_seed(1);
		test->run();
		printf("%-7s %s\n", failures ? "FAILED" : "ok", test->name);
		fflush(stdout);
		if (failures)
			failed++;
		else
			passed++;
	}
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed;
}
