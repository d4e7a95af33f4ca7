package discordtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A sentMessage is what the limits look at in a message that is created or edited.
type sentMessage struct {
	Content          *string          `json:"content"`
	Nonce            any              `json:"nonce"`
	Flags            int              `json:"flags"`
	Embeds           []sentEmbed      `json:"embeds"`
	Components       []sentComponent  `json:"components"`
	AllowedMentions  *sentMentions    `json:"allowed_mentions"`
	Attachments      []sentAttachment `json:"attachments"`
	StickerIDs       []string         `json:"sticker_ids"`
	Poll             json.RawMessage  `json:"poll"`
	MessageReference *sentReference   `json:"message_reference"`
}

type sentMentions struct {
	Parse       *[]string `json:"parse"`
	Users       []string  `json:"users"`
	Roles       []string  `json:"roles"`
	RepliedUser bool      `json:"replied_user"`
}

type sentAttachment struct {
	ID json.RawMessage `json:"id"`
}

type sentReference struct {
	Type      int     `json:"type"`
	MessageID *string `json:"message_id"`
	ChannelID *string `json:"channel_id"`
	GuildID   *string `json:"guild_id"`
}

type sentEmbed struct {
	Title       string      `json:"title"`
	Description string      `json:"description"`
	URL         string      `json:"url"`
	Fields      []sentField `json:"fields"`
	Footer      struct {
		Text string `json:"text"`
	} `json:"footer"`
	Author struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	} `json:"author"`
	Image     json.RawMessage `json:"image"`
	Thumbnail json.RawMessage `json:"thumbnail"`
}

type sentField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// flagComponentsV2 is IS_COMPONENTS_V2, and referenceForward the type of a message reference that forwards.
const (
	flagComponentsV2 = 1 << 15
	referenceForward = 1
)

func (c *checker) createBody(body []byte) error {
	m, err := decodeBody[sentMessage](body)
	if err == nil {
		c.create("", m)
	}
	return err
}

func (c *checker) editBody(body []byte) error {
	m, err := decodeBody[sentMessage](body)
	if err == nil {
		c.message("", m)
	}
	return err
}

// create is message for one that must not be empty.
func (c *checker) create(at string, m sentMessage) {
	c.message(at, m)
	forwards := m.MessageReference != nil && m.MessageReference.Type == referenceForward
	if blank(m.Content) && len(m.Embeds)+len(m.Components)+len(m.StickerIDs)+len(c.files) == 0 && absent(m.Poll) && !forwards {
		c.fault(at, "the message is empty")
	}
}

func (c *checker) message(at string, m sentMessage) {
	if m.Content != nil {
		c.length(at+"/content", *m.Content, maxContent)
	}
	if nonce, ok := m.Nonce.(string); ok {
		c.length(at+"/nonce", nonce, maxNonce)
	}
	c.mentions(at+"/allowed_mentions", m.AllowedMentions)
	c.embeds(at+"/embeds", m.Embeds)
	v2 := m.Flags&flagComponentsV2 != 0
	if v2 && (!blank(m.Content) || len(m.Embeds) > 0) {
		c.fault(at, "content or embeds together with IS_COMPONENTS_V2")
	}
	c.components(at+"/components", m.Components, v2)
	c.attachments(at+"/attachments", m.Attachments)
	c.reference(at+"/message_reference", m.MessageReference)
}

// mentions is the house's rule: nobody is ever pinged.
func (c *checker) mentions(at string, a *sentMentions) {
	switch {
	case a == nil:
		c.fault(at, "missing: every message must say that it pings nobody")
	case a.Parse == nil:
		c.fault(at+"/parse", "missing: it must be []")
	case len(*a.Parse) > 0:
		c.fault(at+"/parse", "must be [], is %q", *a.Parse)
	case len(a.Users)+len(a.Roles) > 0 || a.RepliedUser:
		c.fault(at, "must name nobody")
	}
}

func (c *checker) embeds(at string, embeds []sentEmbed) {
	c.count(at, len(embeds), maxEmbeds, "embeds")
	total := 0
	for i, e := range embeds {
		total += c.embed(fmt.Sprintf("%s/%d", at, i), e)
	}
	c.count(at, total, maxEmbedsTotal, "characters in all")
}

// embed checks one embed and returns its share of maxEmbedsTotal.
func (c *checker) embed(at string, e sentEmbed) int {
	c.length(at+"/title", e.Title, maxEmbedTitle)
	c.length(at+"/description", e.Description, maxEmbedDescription)
	c.length(at+"/footer/text", e.Footer.Text, maxEmbedFooter)
	c.length(at+"/author/name", e.Author.Name, maxEmbedAuthor)
	c.link(at+"/url", e.URL, maxEmbedURL)
	c.link(at+"/author/url", e.Author.URL, maxEmbedURL)
	c.count(at+"/fields", len(e.Fields), maxEmbedFields, "fields")
	total := units(e.Title) + units(e.Description) + units(e.Footer.Text) + units(e.Author.Name)
	for i, f := range e.Fields {
		here := fmt.Sprintf("%s/fields/%d", at, i)
		c.needed(here+"/name", f.Name, maxEmbedFieldName)
		c.needed(here+"/value", f.Value, maxEmbedFieldValue)
		total += units(f.Name) + units(f.Value)
	}
	if total == 0 && absent(e.Image) && absent(e.Thumbnail) {
		c.fault(at, "the embed is empty")
	}
	return total
}

// link holds an address that people can press to the schemes that Discord takes.
func (c *checker) link(at, address string, maximum int) {
	if address == "" {
		return
	}
	c.length(at, address, maximum)
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		c.fault(at, "%q is neither http nor https", address)
	}
}

// attachments holds each entry to a file of this request or to one that Discord has already.
func (c *checker) attachments(at string, list []sentAttachment) {
	c.count(at, len(list), maxAttachments, "attachments")
	for i, a := range list {
		here := fmt.Sprintf("%s/%d/id", at, i)
		id := strings.Trim(string(a.ID), `"`)
		c.id(here, id)
		if n, err := strconv.ParseUint(id, 10, 64); err == nil && n < maxAttachments && !c.uploaded(id) {
			c.fault(here, "no file was sent as files[%s]", id)
		}
	}
}

func (c *checker) uploaded(id string) bool {
	for _, f := range c.files {
		if f.field == "files["+id+"]" {
			return true
		}
	}
	return false
}

func (c *checker) reference(at string, r *sentReference) {
	if r == nil {
		return
	}
	for name, id := range map[string]*string{"message_id": r.MessageID, "channel_id": r.ChannelID, "guild_id": r.GuildID} {
		if id != nil {
			c.id(at+"/"+name, *id)
		}
	}
}

func blank(s *string) bool { return s == nil || strings.TrimSpace(*s) == "" }

func absent(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

var (
	codeText    = regexp.MustCompile("(?s)```.*?```|``.+?``|`[^`]+`")
	liveMention = regexp.MustCompile(`@everyone|@here|<@[!&]?[0-9]+>`)
)

// LiveMentions lists the mentions in a text that Discord would show as such: those outside code that no backslash
// disarms. With allowed_mentions they ping nobody, so CheckLimits lets them pass; a renderer's test may not want to.
func LiveMentions(text string) []string {
	text = codeText.ReplaceAllString(text, " ")
	var found []string
	for _, at := range liveMention.FindAllStringIndex(text, -1) {
		if at[0] == 0 || text[at[0]-1] != '\\' {
			found = append(found, text[at[0]:at[1]])
		}
	}
	return found
}
