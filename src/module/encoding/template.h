/* SPDX-License-Identifier: GPL-2.0 */
/* Templates: the Information Elements of a record, in order. */
#ifndef _NETFLOW_TEMPLATE_H
#define _NETFLOW_TEMPLATE_H

#include "fields.h"

/* Maximum number of fields in a Template. */
#define NETFLOW_TEMPLATE_FIELDS_MAX	24

/* RFC 7011, 3.4.1: lower ids identify the Sets that carry Templates. */
#define NETFLOW_TEMPLATE_ID_MIN		256

/**
 * struct netflow_template_field - one step of encoding a record
 * @id: of the Information Element
 * @offset: of the value in the record's structure
 * @kind: enum netflow_field_kind
 * @length: octets, or NETFLOW_LENGTH_VARIABLE
 */
struct netflow_template_field {
	u16 id;
	u16 offset;
	u16 length;
	u8 kind;
};

/**
 * struct netflow_template - a Template, or an Options Template if it has scopes
 * @id: Template ID
 * @record_length: octets of one record, all fields together; those of variable length need
 *	further octets
 * @count: number of fields used
 * @scopes: number of scope fields, which come first
 * @scope_v9: v9's scope type, which takes the place of the first scope's id; RFC 3954, 6.1
 * @variable: has fields of variable length
 * @fields: in the order of the record
 */
struct netflow_template {
	u16 id;
	u16 record_length;
	u8 count;
	u8 scopes;
	u8 scope_v9;
	bool variable;
	struct netflow_template_field fields[NETFLOW_TEMPLATE_FIELDS_MAX];
};

/**
 * netflow_template_id - compute the Template ID of a definition
 * @template: its id is ignored
 * @protocol: NETFLOW_PROTOCOL_V9 or _IPFIX
 *
 * The id depends only on the definition: 256 + FNV-1a (32 bits, over the octets
 * protocol, scopes, then id and length of each field, high octet first) modulo
 * 65280.  So a reloaded exporter announces the same definition under the same id
 * and a different definition under a different one, which a collector cannot
 * confuse with the one it remembers.
 *
 * Return: NETFLOW_TEMPLATE_ID_MIN to 65535.
 */
u16 netflow_template_id(const struct netflow_template *template, u8 protocol);

/**
 * netflow_template_keys - tell which fields are flow keys
 * @template: of flows
 *
 * Return: flowKeyIndicator (RFC 7011, 4.4): bit n is that of the field n
 */
u64 netflow_template_keys(const struct netflow_template *template);

/**
 * netflow_templates_init - build the Templates of a Transport Session
 * @templates: array of NETFLOW_RECORDS, filled
 * @protocol: NETFLOW_PROTOCOL_V9 or _IPFIX
 *
 * Their ids are those of netflow_template_id(); if two are equal, the later Template
 * takes the next free id.
 */
void netflow_templates_init(struct netflow_template *templates, u8 protocol);

#endif /* _NETFLOW_TEMPLATE_H */
