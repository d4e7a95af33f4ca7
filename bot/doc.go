// Package bot is what Docent does for the people who ask it something.
//
// Two doors lead in. Commands takes a request of any kind, a terminal line, a slash command or a button, asks the
// Library, and returns a render.Reply that neither knows nor cares where it will be drawn. Bot stands in front of it for
// Discord: Handle receives the gateway's events in order, decides what they ask for and from whom that may come, hands
// the work to a bounded number of workers, and sends what Commands replied.
//
//	message     -> (for the bot? limits?) -> lane of its channel -> read -> Commands -> controls -> render -> REST
//	command     -> table of commands      -> lane                        -> Commands -> controls -> render -> REST
//	press, form -> custom_id -> state     -> lane of its message         -> Commands -> controls -> render -> REST
//	completion  -> a lane of its own                                     -> Library               -> REST
//
// The commands stand in one table (table.go), by which they are registered, explained, and read off lines and
// interactions. What stands behind a button is the request that brought its reply about (state.go), never the text: a
// press runs it again, so that nothing is shown which the documents don't say any more. The words are package locale's.
package bot
