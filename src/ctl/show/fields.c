// SPDX-License-Identifier: GPL-2.0
/* netflowctl fields */
#include "fields.h"

#include <stdio.h>
#include <jansson.h>

#include "encoding/fields.h"
#include "command/command.h"
#include "command/options.h"
#include "text/json.h"
#include "text/output.h"
#include "text/table.h"

/* By enum netflow_source, as in JSON and as in the table */
static const struct {
	const char *json;
	const char *text;
} sources[NETFLOW_SOURCES] = {
	[NETFLOW_SOURCE_V4] = { "ipv4", "IPv4 flows" },
	[NETFLOW_SOURCE_V6] = { "ipv6", "IPv6 flows" },
	[NETFLOW_SOURCE_OPTIONS] = { "exporter", "the exporter" },
	[NETFLOW_SOURCE_LOSS] = { "losses", "losses" },
	[NETFLOW_SOURCE_KEYS] = { "templates", "Templates" },
	[NETFLOW_SOURCE_LINK] = { "interfaces", "interfaces" },
};

static bool is_in(const struct netflow_field *field, int source)
{
	return field->source[source].kind != NETFLOW_KIND_NONE;
}

static json_t *field_json(const struct netflow_field *field)
{
	json_t *in = json_array();
	int i;

	for (i = 0; i < NETFLOW_SOURCES; i++)
		if (is_in(field, i))
			json_array_append_new(in, json_string(sources[i].json));
	return json_pack("{s:i, s:s, s:i, s:i, s:o}", "id", field->id, "name", field->name,
			 "length_v9", field->length_v9, "length_ipfix", field->length_ipfix,
			 "records", in);
}

static void print_fields_json(void)
{
	json_t *fields = json_array();
	unsigned int i;

	for (i = 0; i < netflow_fields_count; i++)
		json_array_append_new(fields, field_json(&netflow_fields[i]));
	print_json(fields);
}

static const char *octets(unsigned int length, char *buf)
{
	if (length == NETFLOW_LENGTH_VARIABLE)
		return "any";
	snprintf(buf, FORMAT_SIZE, length ? "%u" : "-", length);
	return buf;
}

static const char *part_of(const struct netflow_field *field)
{
	int i;

	if (is_in(field, NETFLOW_SOURCE_V4) && is_in(field, NETFLOW_SOURCE_V6))
		return "flows";
	for (i = 0; !is_in(field, i); i++)
		;
	return sources[i].text;
}

static void field_row(struct table *table, const struct netflow_field *field, bool print)
{
	char id[FORMAT_SIZE], v9[FORMAT_SIZE], ipfix[FORMAT_SIZE];
	const char *const cells[] = {
		octets(field->id, id), field->name, octets(field->length_v9, v9),
		octets(field->length_ipfix, ipfix),
		part_of(field),
	};

	if (print)
		table_row(table, cells);
	else
		table_measure(table, cells);
}

static int fields_run(const struct options *options)
{
	struct table table = {
		.columns = 5,
		.header = { "ID", "INFORMATION ELEMENT", "V9", "IPFIX", "PART OF" },
		.right = 1 << 0 | 1 << 2 | 1 << 3,
	};
	unsigned int i;

	if (options->present & OPTION_JSON) {
		print_fields_json();
		return CTL_OK;
	}
	table_measure(&table, table.header);
	for (i = 0; i < netflow_fields_count; i++)
		field_row(&table, &netflow_fields[i], false);
	table_header(&table);
	for (i = 0; i < netflow_fields_count; i++)
		field_row(&table, &netflow_fields[i], true);
	print_note("V9, IPFIX: length in octets in a record of that protocol; any: it differs; "
		   "-: not available");
	return CTL_OK;
}

const struct command fields_command = {
	.name = "fields",
	.arguments = "",
	.run = fields_run,
	.summary = "List the Information Elements that can be exported",
	.options = OPTION_JSON,
};
