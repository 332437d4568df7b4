/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of the kernel's API that the module's pure files use, for building the same
 * files in userspace with -Isrc/stubs. The headers in linux/ include this one.
 */
#ifndef _NETFLOW_USERSPACE_KERNEL_H
#define _NETFLOW_USERSPACE_KERNEL_H

#ifdef __KERNEL__
#error "this directory is for userspace builds only"
#endif

#include <arpa/inet.h>
#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#define U8_MAX	UINT8_MAX
#define U16_MAX	UINT16_MAX
#define U32_MAX	UINT32_MAX
#define U64_MAX	UINT64_MAX
#define S32_MAX	INT32_MAX

#define NSEC_PER_MSEC	1000000L
#define NSEC_PER_SEC	1000000000L

#ifndef __printf
#define __printf(a, b)	__attribute__( \
				(__format__(printf, a, b)))
#endif

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define min(x, y) ({			\
	__typeof__(x) _min_x = (x);	\
	__typeof__(y) _min_y = (y);	\
	(void)(&_min_x == &_min_y);	\
	_min_x < _min_y ? _min_x : _min_y; })

#define max(x, y) ({			\
	__typeof__(x) _max_x = (x);	\
	__typeof__(y) _max_y = (y);	\
	(void)(&_max_x == &_max_y);	\
	_max_x > _max_y ? _max_x : _max_y; })

#define min_t(type, x, y)	min((type)(x), (type)(y))
#define max_t(type, x, y)	max((type)(x), (type)(y))

static inline u16 be16_to_cpu(u16 value)
{
	return be16toh(value);
}

static inline u32 be32_to_cpu(u32 value)
{
	return be32toh(value);
}

static inline u16 cpu_to_be16(u16 value)
{
	return htobe16(value);
}

static inline u32 cpu_to_be32(u32 value)
{
	return htobe32(value);
}

static inline u16 get_unaligned_be16(const void *p)
{
	u16 value;

	memcpy(&value, p, sizeof(value));
	return be16toh(value);
}

static inline u32 get_unaligned_be32(const void *p)
{
	u32 value;

	memcpy(&value, p, sizeof(value));
	return be32toh(value);
}

static inline u64 get_unaligned_be64(const void *p)
{
	u64 value;

	memcpy(&value, p, sizeof(value));
	return be64toh(value);
}

static inline void put_unaligned_be16(u16 value, void *p)
{
	value = htobe16(value);
	memcpy(p, &value, sizeof(value));
}

static inline void put_unaligned_be24(u32 value, void *p)
{
	u8 *out = p;

	out[0] = value >> 16;
	out[1] = value >> 8;
	out[2] = value;
}

static inline void put_unaligned_be32(u32 value, void *p)
{
	value = htobe32(value);
	memcpy(p, &value, sizeof(value));
}

static inline void put_unaligned_be64(u64 value, void *p)
{
	value = htobe64(value);
	memcpy(p, &value, sizeof(value));
}

static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

/* Like vsnprintf(), but returns the number of characters actually written. */
static inline __printf(3, 0)
int vscnprintf(char *buf, size_t size, const char *format, va_list args)
{
	int length = vsnprintf(buf, size, format, args);

	if (length < 0 || !size)
		return 0;
	return (size_t)length < size ? length : (int)size - 1;
}

static inline __printf(3, 4)
int scnprintf(char *buf, size_t size, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vscnprintf(buf, size, format, args);
	va_end(args);
	return length;
}

#endif /* _NETFLOW_USERSPACE_KERNEL_H */
