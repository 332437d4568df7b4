// SPDX-License-Identifier: GPL-2.0
#include "save.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

/* Unquote the word at *line in place and advance *line past it. Return: the word. */
static char *take_word(char **line)
{
	char *from = *line, *to = *line, *word = *line;
	bool quoted = false;

	for (; *from && (quoted || *from != ' '); from++) {
		if (*from == '"') {
			quoted = !quoted;
			continue;
		}
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from;
	}
	*line = from + (*from != '\0');
	*to = '\0';
	return word;
}

int iptables_words(char *line, char *words[IPTABLES_WORDS])
{
	int count = 0;

	for (;;) {
		line += strspn(line, " ");
		if (!*line)
			break;
		if (count == IPTABLES_WORDS - 1)
			return -E2BIG;
		words[count++] = take_word(&line);
	}
	words[count] = NULL;
	return count;
}

bool iptables_is_netflow(char *const words[])
{
	int i;

	if (!words[0] || strcmp(words[0], "-A") || !words[1])
		return false;
	for (i = 2; words[i] && words[i + 1]; i++)
		if (!strcmp(words[i], "-j") && !strcmp(words[i + 1], "NETFLOW"))
			return true;
	return false;
}
