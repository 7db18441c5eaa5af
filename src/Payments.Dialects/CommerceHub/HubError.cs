namespace Payments.Dialects.CommerceHub;

/// <summary>One entry of an answer's <c>error</c> array (commerce-hub-credits.md, part 5).</summary>
/// <param name="Type"><c>GATEWAY</c>, or <c>APIM</c> for what the front door refuses.</param>
/// <param name="Code">Three digits; the front door gives none.</param>
/// <param name="Field">A dotted path, where one field is at fault.</param>
/// <param name="Message">For people. It never repeats what was sent.</param>
internal sealed record HubError(string Type, string? Code, string? Field, string Message)
{
    /// <summary>The gateway's: what a request asks for, or how, is wrong.</summary>
    public static HubError Gateway(string code, string? field, string message) => new("GATEWAY", code, field, message);

    /// <summary>The front door's: key, signature, media type.</summary>
    public static HubError FrontDoor(string message) => new("APIM", null, null, message);
}
