// Package charset turns a file's bytes into UTF-8 text, whatever encoding the file is in, and refuses what is no text.
//
// A byte order mark decides, then validity as UTF-8, then detection. What comes out remembers how the file was written, so
// that a quote can be compared with the bytes on disk.
package charset
