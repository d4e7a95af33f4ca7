// Package bot is what Docent does for the people who ask it something.
//
// Two doors lead in. Commands takes a request of either kind, a terminal line or a Discord question, asks the Library,
// and returns a render.Reply that neither knows nor cares where it will be drawn. Bot stands in front of it for
// Discord: Handle receives the gateway's events in order, decides which of them are questions and from whom they may
// come, hands the work to a bounded number of workers, and sends what Commands replied.
//
//	event -> Handle -> (duplicate? limits?) -> lane of its channel -> inquiry -> Commands -> render -> REST
//
// The files follow that way. What is said to people stands in room locale, and nowhere else.
package bot
