// Package command is what people can ask of Docent, whoever asks and wherever the answer goes.
//
// A Request goes in, a Result comes out: the reply, in the words of one language, and what it was made from. Between them
// the options are read and cleaned, and the Library is asked:
//
//	slash command, form, mention -> bot            -> Request -> Commands.Run     -> Library
//	docent ask, find, ...        -> cmd/docent     -> Request -> Commands.Run     -> Library
//	a line of the chat           -> Commands.Line  -> Request -> Commands.Run     -> Library
//	a button                     -> bot's state    -> Passage -> Commands.Requote -> Library
//	Library -> Result -> render.Reply -> render    (Result.JSON where a program asks)
//
// The commands stand in one table (table.go), by which they are registered, explained, and read off lines and
// interactions. The package knows no Discord, no terminal and no files, has no clock, and doesn't draw: package render
// escapes, cuts and lays out what a reply holds as plain text.
package command
