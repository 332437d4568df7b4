/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A test file is a program: its TESTs register themselves, main() is in test.c.
 * A failed CHECK prints its place and reason, and the test continues.
 */
#ifndef _NETFLOW_TEST_H
#define _NETFLOW_TEST_H

#include "kernel.h"

struct test {
	const char *name;
	void (*run)(void);
	struct test *next;
};

void test_register(struct test *test);

/**
 * test_failed - mark the running test as failed and print the reason
 * @file: of the failed check
 * @line: of the failed check
 * @format: as for printf
 * @...: as for printf
 */
__printf(3, 4)
void test_failed(const char *file, int line, const char *format, ...);

/**
 * test_random - get the next number of a reproducible random sequence
 * Return: the number.
 */
u64 test_random(void);

/**
 * test_seed - restart the sequence of test_random()
 * @seed: selects the sequence
 */
void test_seed(u64 seed);

#define TEST(_name)							\
	static void test_##_name(void);					\
	static struct test entry_##_name = { #_name, test_##_name, NULL };	\
	static void __attribute__((constructor)) register_##_name(void)	\
	{								\
		test_register(&entry_##_name);				\
	}								\
	static void test_##_name(void)

#define CHECK(_condition) do {					\
	if (!(_condition))					\
		test_failed(__FILE__, __LINE__, "expected %s", #_condition);	\
} while (0)

#define CHECK_EQ(_left, _right) do {				\
	long long _l = (long long)(_left), _r = (long long)(_right);	\
	if (_l != _r)						\
		test_failed(__FILE__, __LINE__, "%s is %lld, %s is %lld",	\
			    #_left, _l, #_right, _r);		\
} while (0)

#define CHECK_TEXT(_left, _right) do {				\
	const char *_l = (_left), *_r = (_right);		\
	if (!_l || !_r || strcmp(_l, _r))			\
		test_failed(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #_left,	\
			    _l ? _l : "(none)", _r ? _r : "(none)");	\
} while (0)

#endif /* _NETFLOW_TEST_H */
