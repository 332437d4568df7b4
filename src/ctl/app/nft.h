/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl nft */
#ifndef _CTL_APP_NFT_H
#define _CTL_APP_NFT_H

#include "command/command.h"

extern const struct command nft_command;

#endif /* _CTL_APP_NFT_H */
