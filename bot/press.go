package bot

import (
	"strconv"
	"strings"

	"docent/bot/command"
	"docent/bot/store"
)

// A press is what a button, a menu or a form stands for, as its custom_id says it: what to do, with which state, about
// which of the reply's passages, and on which page. People can send any custom_id they like: what parsePress lets through
// is well-formed and within bounds, and nothing more is believed of it.
type press struct {
	verb   verb
	state  string // the id of a state; "" for none
	choice int    // a passage, from 0
	page   int    // from 0
}

// A verb is what a press does.
type verb string

// The verbs.
const (
	verbShare  verb = "share"
	verbMore   verb = "more"   // context
	verbPage   verb = "page"   // another page
	verbWeak   verb = "weak"   // matches
	verbFile   verb = "file"   // the whole document
	verbPick   verb = "pick"   // a passage, for what is pressed next
	verbNotIt  verb = "not"    // say what is wrong
	verbAgain  verb = "again"  // ask again
	verbDelete verb = "delete" // the reply
)

// verbs are all that a custom_id may say.
var verbs = map[verb]bool{
	verbShare: true, verbMore: true, verbPage: true, verbWeak: true, verbFile: true, verbPick: true, verbNotIt: true,
	verbAgain: true, verbDelete: true,
}

// noState stands in a custom_id where there is no state.
const noState = "-"

// String is the press as a custom_id: far below the 100 characters that Discord takes.
func (p press) String() string {
	state := p.state
	if state == "" {
		state = noState
	}
	return strings.Join([]string{string(p.verb), state, strconv.Itoa(p.choice), strconv.Itoa(p.page)}, ".")
}

// parsePress reads a custom_id; ok is false for one that this program doesn't make.
func parsePress(id string) (p press, ok bool) {
	parts := strings.Split(id, ".")
	if len(parts) != 4 {
		return press{}, false
	}
	choice, err1 := strconv.Atoi(parts[2])
	page, err2 := strconv.Atoi(parts[3])
	p = press{verb: verb(parts[0]), state: parts[1], choice: choice, page: page}
	if p.state == noState {
		p.state = ""
	}
	switch {
	case err1 != nil, err2 != nil, !verbs[p.verb], p.String() != id:
		return press{}, false
	case p.state != "" && !isStateID(p.state), choice < 0 || choice >= command.MaxPassages, page < 0 || page >= command.MaxPages:
		return press{}, false
	}
	return p, true
}

func isStateID(s string) bool {
	return len(s) == store.IDLength && strings.Trim(s, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == ""
}
