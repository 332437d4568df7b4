// SPDX-License-Identifier: GPL-2.0
/* The statement in nft's JSON: {"netflow": null} or {"netflow": {"monitor": NAME}}. */
#include "nft_netflow_translate.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "uapi/nf_netflow.h"
#include "listing.h"

#define MONITOR_KEY	"monitor"

/* Mark and name; anything longer is not a stand-in. */
#define TEXT_SIZE	(NFT_NETFLOW_MARK + NETFLOW_MONITOR_NAME_SIZE)

/* Write the prefix of the stand-in. Return: false if @value is not valid for a statement. */
static bool prefix_of(const char *secret, const json_t *value, char text[TEXT_SIZE])
{
	const json_t *monitor = json_object_get(value, MONITOR_KEY);
	const char *name = json_string_value(monitor);
	enum nft_netflow_kind kind = NFT_NETFLOW_NAMED;

	if (json_is_null(value) || (json_is_object(value) && json_object_size(value) == 0)) {
		name = NETFLOW_MONITOR_DEFAULT;
		kind = NFT_NETFLOW_BARE;
	} else if (!name || json_object_size(value) != 1 ||
		   !nft_netflow_monitor_name(name, strlen(name))) {
		return false;
	}
	snprintf(text, TEXT_SIZE, "%c%.*s%s", kind, NFT_NETFLOW_SECRET, secret, name);
	return true;
}

static bool object_in(const char *secret, json_t *object)
{
	const json_t *value = json_object_get(object, NFT_NETFLOW_WORD);
	char text[TEXT_SIZE];

	if (!value || json_object_size(object) != 1 || !prefix_of(secret, value, text))
		return false;
	json_object_del(object, NFT_NETFLOW_WORD);
	json_object_set_new(object, "log", json_pack("{s:s}", "prefix", text));
	return true;
}

/* Convert the statements of a list, each of which gets a guard. Return: how many. */
static int node_in(const char *secret, json_t *list)
{
	int count = 0;
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		if (object_in(secret, json_array_get(list, i))) {
			json_array_insert_new(list, ++i, json_pack("{s:{s:i, s:s}}", "limit",
								   "rate", 0, "per", "second"));
			count++;
		}
	return count;
}

/* nft writes things that JSON cannot express, such as anonymous chains, in its own language. */
static int text_out(const char *secret, json_t *string)
{
	const char *text = json_string_value(string);
	size_t size = json_string_length(string), room;
	struct stand_in found;
	char *listing;
	FILE *out;
	int count;

	if (!stand_in_find(secret, text, text + size, &found))
		return 0;
	out = open_memstream(&listing, &room);
	if (!out)
		return 0;
	count = nft_netflow_listing(secret, text, size, out);
	fclose(out);
	json_string_setn(string, listing, room);
	free(listing);
	return count;
}

static bool is_guard(const json_t *object)
{
	const json_t *rate = json_object_get(json_object_get(object, "limit"), "rate");

	return json_is_integer(rate) && !json_integer_value(rate);
}

static bool object_out(const char *secret, json_t *object)
{
	const json_t *log = json_object_get(object, "log");
	const char *text = json_string_value(json_object_get(log, "prefix"));
	json_t *value;

	if (!text || json_object_size(object) != 1 || json_object_size(log) != 1 ||
	    text[0] < NFT_NETFLOW_BARE || text[0] > NFT_NETFLOW_QUOTED ||
	    strncmp(text + 1, secret, NFT_NETFLOW_SECRET))
		return false;
	value = text[0] == NFT_NETFLOW_BARE ? json_null() :
		json_pack("{s:s}", MONITOR_KEY, text + NFT_NETFLOW_MARK);
	json_object_del(object, "log");
	json_object_set_new(object, NFT_NETFLOW_WORD, value);
	return true;
}

static int node_out(const char *secret, json_t *node)
{
	int count = 0;
	size_t i;

	if (json_is_string(node))
		return text_out(secret, node);
	for (i = 0; i < json_array_size(node); i++)
		if (object_out(secret, json_array_get(node, i))) {
			count++;
			if (is_guard(json_array_get(node, i + 1)))
				json_array_remove(node, i + 1);
		}
	return count;
}

/* Call @change for every node of the tree. Return: the sum of its results. */
static int each_node(const char *secret, json_t *node,
		     int (*change)(const char *secret, json_t *node))
{
	const char *key;
	json_t *value;
	size_t i;
	int count = change(secret, node);

	if (json_is_array(node)) {
		json_array_foreach(node, i, value)
			count += each_node(secret, value, change);
	} else if (json_is_object(node)) {
		json_object_foreach(node, key, value)
			count += each_node(secret, value, change);
	}
	return count;
}

int nft_netflow_json_in(const char *secret, json_t *root)
{
	return each_node(secret, root, node_in);
}

int nft_netflow_json_out(const char *secret, json_t *root)
{
	return each_node(secret, root, node_out);
}
