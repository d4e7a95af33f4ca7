// Package command is what people can ask of Docent: the commands, whoever uses them.
//
// A Request goes in, a Result comes out. In between the options are read and cleaned, the Library is asked, and what it
// said is put into the words of one language:
//
//	slash command, button, form -> bot  -> Request -> Commands -> Library
//	a line at the terminal      -> Line -> Request -> Commands -> Library
//	Library -> Result{Reply, ...} -> render
//
// The commands stand in one table (table.go), by which they are registered, explained, and read off lines and
// interactions. The package knows no Discord and no terminal, opens no file, has no clock but the one it is given, and
// doesn't draw: a render.Reply is escaped, cut and laid out by package render.
package command
