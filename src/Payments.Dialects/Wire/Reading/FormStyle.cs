namespace Payments.Dialects.Wire.Reading;

/// <summary>What a text field may hold, beside its length.</summary>
[Flags]
internal enum TextRules
{
    /// <summary>Any text.</summary>
    None = 0,

    /// <summary>At least one character.</summary>
    NotEmpty = 1,

    /// <summary>No control characters.</summary>
    NoControls = 2,

    /// <summary>Both: a name, which may be part of an address.</summary>
    Name = NotEmpty | NoControls,
}

/// <summary>
/// How one API reads and words the fields of its forms. The words are what is said after a field's name, without the
/// full stop.
/// </summary>
internal sealed record FormStyle
{
    /// <summary>Whether names match in any letter case.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>Whether a message names the objects round a field too, as <c>customer.email</c>.</summary>
    public bool NamesPath { get; init; }

    /// <summary>Whether a number may be sent as a string that holds one.</summary>
    public bool TakesNumbersInStrings { get; init; }

    /// <summary>What texts may hold where a field does not say it.</summary>
    public TextRules Texts { get; init; }

    /// <summary>The error code of a field that is wrong, where the field has no code of its own.</summary>
    public string? Code { get; init; }

    /// <summary>Of a field that must be sent.</summary>
    public string Missing { get; init; } = "is required";

    /// <summary>Of a field that is no string.</summary>
    public string NotText { get; init; } = "must be a string";

    /// <summary>Of a field that is neither true nor false.</summary>
    public string NotFlag { get; init; } = "must be true or false";

    /// <summary>Of a field that is no object.</summary>
    public string NotObject { get; init; } = "must be an object";

    /// <summary>Of a field that is no number.</summary>
    public string NotNumber { get; init; } = "must be a number";

    /// <summary>Of a number that no decimal holds exactly.</summary>
    public string NotExact { get; init; } = "must be a number within range";

    /// <summary>Of a text with no characters.</summary>
    public string Empty { get; init; } = "must not be empty";

    /// <summary>Of a text of more than so many characters.</summary>
    public required Func<int, string> TooLong { get; init; }

    /// <summary>Of a text of at most so many characters that has control characters.</summary>
    public Func<int, string> HasControls { get; init; } = _ => "must not have control characters";
}
