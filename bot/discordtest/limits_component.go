package discordtest

import "fmt"

// A sentComponent is what the limits look at in a component of any type.
type sentComponent struct {
	Type        int             `json:"type"`
	Style       int             `json:"style"`
	CustomID    string          `json:"custom_id"`
	Label       string          `json:"label"`
	URL         string          `json:"url"`
	Emoji       *any            `json:"emoji"`
	Content     string          `json:"content"`
	Description string          `json:"description"`
	Placeholder string          `json:"placeholder"`
	Value       string          `json:"value"`
	MaxLength   int             `json:"max_length"`
	MaxValues   int             `json:"max_values"`
	Options     []sentOption    `json:"options"`
	Components  []sentComponent `json:"components"`
	Component   *sentComponent  `json:"component"`
	Accessory   *sentComponent  `json:"accessory"`
}

// A sentOption is one line of a select.
type sentOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description"`
}

// The types of component, and the styles of button, that have rules of their own.
// https://docs.discord.com/developers/components/reference
const (
	typeActionRow     = 1
	typeButton        = 2
	typeStringSelect  = 3
	typeTextInput     = 4
	typeUserSelect    = 5
	typeChannelSelect = 8
	typeTextDisplay   = 10
	typeLabel         = 18

	styleLink    = 5
	stylePremium = 6
)

// components checks a message's components. v2 is the new kind of message, that consists of components alone.
func (c *checker) components(at string, list []sentComponent, v2 bool) {
	w := &componentWalk{checker: c, ids: map[string]bool{}}
	for i, top := range list {
		here := fmt.Sprintf("%s/%d", at, i)
		if !v2 && top.Type != typeActionRow {
			c.fault(here, "type %d at the top, where only action rows (1) may be", top.Type)
		}
		w.component(here, top)
	}
	if !v2 {
		c.count(at, len(list), maxRows, "rows")
		return
	}
	c.count(at, w.seen, maxV2Components, "components")
	c.count(at, w.text, maxV2Text, "characters of text in all")
}

// A componentWalk goes through all levels of the components of one message or modal.
type componentWalk struct {
	*checker
	ids  map[string]bool // every custom_id, which must be unique
	seen int
	text int // characters of text displays
}

func (w *componentWalk) component(at string, x sentComponent) {
	w.seen++
	w.customID(at+"/custom_id", x.CustomID)
	switch x.Type {
	case typeActionRow:
		w.row(at+"/components", x.Components)
	case typeButton:
		w.button(at, x)
	case typeStringSelect:
		w.stringSelect(at, x)
	case typeTextInput:
		w.textInput(at, x)
	case typeTextDisplay:
		w.text += units(x.Content)
	case typeLabel:
		w.needed(at+"/label", x.Label, maxInputLabel)
		w.length(at+"/description", x.Description, maxInputHint)
	}
	w.below(at, x)
}

func (w *componentWalk) below(at string, x sentComponent) {
	for i, child := range x.Components {
		w.component(fmt.Sprintf("%s/components/%d", at, i), child)
	}
	if x.Component != nil {
		w.component(at+"/component", *x.Component)
	}
	if x.Accessory != nil {
		w.component(at+"/accessory", *x.Accessory)
	}
}

func (w *componentWalk) customID(at, id string) {
	w.length(at, id, maxCustomID)
	if id != "" && w.ids[id] {
		w.fault(at, "%q is taken by another component", id)
	}
	w.ids[id] = true
}

// row holds an action row to buttons, or to one select or text input.
func (w *componentWalk) row(at string, list []sentComponent) {
	buttons := 0
	for _, x := range list {
		if x.Type == typeButton {
			buttons++
		}
	}
	w.count(at, buttons, maxButtons, "buttons")
	switch {
	case len(list) == 0:
		w.fault(at, "the row is empty")
	case buttons != len(list) && len(list) > 1:
		w.fault(at, "a select or text input shares its row")
	}
}

func (w *componentWalk) button(at string, b sentComponent) {
	w.length(at+"/label", b.Label, maxButtonLabel)
	if b.Style == stylePremium {
		return
	}
	if b.Label == "" && b.Emoji == nil {
		w.fault(at, "the button has neither label nor emoji")
	}
	if b.Style == styleLink {
		w.link(at+"/url", b.URL, maxButtonURL)
		if b.URL == "" || b.CustomID != "" {
			w.fault(at, "a link button has a url and no custom_id")
		}
		return
	}
	if b.URL != "" || b.CustomID == "" {
		w.fault(at, "a button has a custom_id and no url")
	}
}

func (w *componentWalk) stringSelect(at string, s sentComponent) {
	w.needed(at+"/custom_id", s.CustomID, maxCustomID)
	w.length(at+"/placeholder", s.Placeholder, maxPlaceholder)
	w.count(at+"/options", len(s.Options), maxOptions, "options")
	w.count(at+"/max_values", s.MaxValues, max(1, len(s.Options)), "values at most")
	values := map[string]bool{}
	for i, o := range s.Options {
		here := fmt.Sprintf("%s/options/%d", at, i)
		w.needed(here+"/label", o.Label, maxOptionText)
		w.needed(here+"/value", o.Value, maxOptionText)
		w.length(here+"/description", o.Description, maxOptionText)
		if values[o.Value] {
			w.fault(here+"/value", "%q is taken by another option", o.Value)
		}
		values[o.Value] = true
	}
}

func (w *componentWalk) textInput(at string, x sentComponent) {
	w.needed(at+"/custom_id", x.CustomID, maxCustomID)
	w.length(at+"/label", x.Label, maxInputLabel)
	w.length(at+"/placeholder", x.Placeholder, maxInputHint)
	w.length(at+"/value", x.Value, maxInputValue)
	w.count(at+"/max_length", x.MaxLength, maxInputValue, "characters at most")
}
