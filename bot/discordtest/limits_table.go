package discordtest

// Discord's limits. A number of characters is in the units of units, a number of bytes says so.
//
// Where they are from:
//   - message: https://docs.discord.com/developers/resources/message#create-message
//   - embed: https://docs.discord.com/developers/resources/message#embed-object-embed-limits
//   - component: https://docs.discord.com/developers/components/reference
//   - interaction: https://docs.discord.com/developers/interactions/receiving-and-responding
//   - command: https://docs.discord.com/developers/interactions/application-commands
//   - reference: https://docs.discord.com/developers/reference#uploading-files
//   - openapi: the maxLength and maxItems of https://github.com/discord/discord-api-spec
const (
	maxContent     = 2000     // message: content
	maxNonce       = 25       // message: nonce as a string
	maxEmbeds      = 10       // message: embeds
	maxAttachments = 10       // openapi: MessageAttachmentRequest, maxItems 10
	maxUpload      = 10 << 20 // reference: 10 MiB unless a server is boosted, bytes, each file

	maxEmbedTitle       = 256  // embed: title
	maxEmbedDescription = 4096 // embed: description
	maxEmbedFields      = 25   // embed: fields
	maxEmbedFieldName   = 256  // embed: field.name
	maxEmbedFieldValue  = 1024 // embed: field.value
	maxEmbedFooter      = 2048 // embed: footer.text
	maxEmbedAuthor      = 256  // embed: author.name
	maxEmbedsTotal      = 6000 // embed: title, description, fields, footer and author of all embeds of a message together
	maxEmbedURL         = 2048 // openapi: RichEmbed, url

	maxRows         = 5    // component: action rows of a message without IS_COMPONENTS_V2
	maxButtons      = 5    // component: Action Row, buttons
	maxCustomID     = 100  // component: custom_id
	maxButtonLabel  = 80   // component: Button, label
	maxButtonURL    = 512  // component: Button, url
	maxOptions      = 25   // component: String Select, options
	maxOptionText   = 100  // component: Select Option, label, value and description
	maxPlaceholder  = 150  // component: String Select, placeholder
	maxInputLabel   = 45   // component: Text Input and Label, label
	maxInputHint    = 100  // component: Text Input, placeholder; Label, description
	maxInputValue   = 4000 // component: Text Input, value, min_length and max_length
	maxV2Components = 40   // component: in a message with IS_COMPONENTS_V2, all levels together
	maxV2Text       = 4000 // component: Text Display, all of a message together
	maxModalTitle   = 45   // interaction: Modal, title
	maxModalRows    = 5    // interaction: Modal, components
	maxSuggestions  = 25   // interaction: Autocomplete, choices

	maxCommandName        = 32   // command: name
	maxCommandDescription = 100  // command: description
	maxCommandOptions     = 25   // command: options
	maxChoices            = 25   // command: choices
	maxChoiceName         = 100  // command: Option Choice, name
	maxChoiceValue        = 100  // command: Option Choice, value, where it is a string
	maxCommandTotal       = 8000 // command: names, descriptions and values of one command together, the longest localization of each
	maxChatCommands       = 100  // command: chat input commands of an app, global or in one guild
	maxMenuCommands       = 15   // command: user, and message commands of an app
)
