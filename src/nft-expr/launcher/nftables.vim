" SPDX-License-Identifier: GPL-2.0
" Highlights nft's statement netflow in vim, in addition to any other syntax for nftables.

" Objects named netflow are not statements.
syntax match nftNetflow /\v%(%(<table|<chain|<set|<map|<name|<inet|<ip|<ip6|<bridge|<netdev|<jump|<goto|<define)\s+|[@$"])@<!<netflow>%(\s+monitor>)?/
highlight default link nftNetflow Statement

if !exists('b:current_syntax')
	syntax match nftNetflowComment /#.*/
	syntax region nftNetflowString start=/"/ end=/"/ oneline
	highlight default link nftNetflowComment Comment
	highlight default link nftNetflowString String
	let b:current_syntax = 'nftables'
endif
