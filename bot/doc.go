// Package bot answers on Discord. What there is to ask, and what comes of it, is package command's; how a reply is drawn
// is package render's.
//
// Handle receives the gateway's events in order, decides what they ask for and from whom that may come, hands the work to
// a bounded number of workers, and sends what the commands replied:
//
//	message     -> (for the bot? limits?) -> queue of its channel -> read -> command -> controls -> render -> REST
//	command     -> table of commands      -> queue                        -> command -> controls -> render -> REST
//	press, form -> custom_id -> state     -> queue of its message         -> command -> controls -> render -> REST
//	completion  -> a queue of its own                                     -> command                       -> REST
//
// What stands behind a button is the request that brought its reply about and the places of what it quotes (state.go),
// never the text: a press runs the request again or reads the place again, so that nothing is shown which the documents
// don't say any more. The words are package locale's.
package bot
