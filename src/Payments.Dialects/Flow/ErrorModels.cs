namespace Payments.Dialects.Flow;

/// <summary>An error that belongs to no resource.</summary>
internal sealed record GenericError(string Code, IReadOnlyList<string> Messages)
{
    public const string Generic = "generic_error";
    public const string ClientError = "client_error";
    public const string ServerError = "server_error";
}
