namespace Payments.Dialects.Flow.Forms;

/// <summary>What is wrong with a form.</summary>
/// <param name="Field">The field; empty for the body as a whole.</param>
/// <param name="Message">A sentence for people that names the field.</param>
internal sealed record FieldError(string Field, string Message);
