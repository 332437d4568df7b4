// SPDX-License-Identifier: GPL-2.0
#include "file.h"

#include <stdio.h>
#include <string.h>

const char *file_first_line(const char *path, char *buf, int size)
{
	FILE *file = fopen(path, "re");

	buf[0] = '\0';
	if (!file)
		return buf;
	if (!fgets(buf, size, file))
		buf[0] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	fclose(file);
	return buf;
}

bool kernel_locked_down(void)
{
	char text[128];

	file_first_line("/sys/kernel/security/lockdown", text, sizeof(text));
	return text[0] && !strstr(text, "[none]");
}
