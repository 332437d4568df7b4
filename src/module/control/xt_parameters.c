// SPDX-License-Identifier: GPL-2.0
/*
 * The parameters of xt_NETFLOW. ipt_NETFLOW accepted settings as parameters, and its name is
 * an alias of xt_NETFLOW, so this module passes them on to nf_netflow. The target is in
 * frontend/xt_NETFLOW.c.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>

#include "parameters.h"

static int netflow_xt_parameter_set(const char *value, const struct kernel_param *parameter)
{
	return nf_netflow_parameter_set(parameter->arg, value ?: "");
}

static const struct kernel_param_ops netflow_xt_parameter_ops = {
	.set = netflow_xt_parameter_set,
};

#define NETFLOW_SETTING(_attr, _name, ...)					\
	module_param_cb(_name, &netflow_xt_parameter_ops, (void *)#_name, 0);	\
	MODULE_PARM_DESC(_name, "handed on to nf_netflow");

#include "settings/list.h"
