// Package locale holds what Docent says to people, all of it, in every language that it speaks, and how numbers and
// dates are written there. The words stand in one file a language, en.toml and its like, for translators to edit; the
// English one is the measure for the others (check_test.go). It knows neither who reads them nor where: a key and what is
// to be filled in go in, a text comes out, as plain as the file has it.
package locale
