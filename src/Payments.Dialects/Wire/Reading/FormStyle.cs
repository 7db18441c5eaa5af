namespace Payments.Dialects.Wire.Reading;

/// <summary>The rules for a text field, besides its length.</summary>
[Flags]
internal enum TextRules
{
    /// <summary>Any text.</summary>
    None = 0,

    /// <summary>At least one character.</summary>
    NotEmpty = 1,

    /// <summary>No control characters.</summary>
    NoControls = 2,

    /// <summary>Both: a name, which can be part of an address.</summary>
    Name = NotEmpty | NoControls,

    /// <summary>The field is for a card number, or has its own error for one.</summary>
    CardNumber = 4,

    /// <summary>Stands for a card: never a card number, whatever the organization has set.</summary>
    Token = 8,
}

/// <summary>
/// How one API reads the fields of its forms and words their errors. A message continues after the field's name and
/// has no full stop.
/// </summary>
internal sealed record FormStyle
{
    /// <summary>Whether names match in any letter case.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>Whether a message contains a field's full path, such as <c>customer.email</c>.</summary>
    public bool NamesPath { get; init; }

    /// <summary>Whether a number may be sent as a string.</summary>
    public bool TakesNumbersInStrings { get; init; }

    /// <summary>The default rules for texts.</summary>
    public TextRules Texts { get; init; }

    /// <summary>
    /// Whether texts that contain a card number are rejected (<see cref="CardNumberScreen"/>), as the organization has
    /// set it.
    /// </summary>
    public bool ScreensCardNumbers { get; init; } = true;

    /// <summary>The error code of an invalid field without a code of its own.</summary>
    public string? Code { get; init; }

    /// <summary>For a missing required field.</summary>
    public string Missing { get; init; } = "is required";

    /// <summary>For a field that is not a string.</summary>
    public string NotText { get; init; } = "must be a string";

    /// <summary>For a field that is neither true nor false.</summary>
    public string NotFlag { get; init; } = "must be true or false";

    /// <summary>For a field that is not an object.</summary>
    public string NotObject { get; init; } = "must be an object";

    /// <summary>For a field that is not a number.</summary>
    public string NotNumber { get; init; } = "must be a number";

    /// <summary>For a number that no decimal can hold exactly.</summary>
    public string NotExact { get; init; } = "must be a number within range";

    /// <summary>For a text that contains a card number.</summary>
    public string HasCardNumber { get; init; } = "must not contain a card number";

    /// <summary>For an empty text.</summary>
    public string Empty { get; init; } = "must not be empty";

    /// <summary>For a text longer than the given maximum.</summary>
    public required Func<int, string> TooLong { get; init; }

    /// <summary>For a text with control characters; the argument is its maximum length.</summary>
    public Func<int, string> HasControls { get; init; } = _ => "must not have control characters";
}
