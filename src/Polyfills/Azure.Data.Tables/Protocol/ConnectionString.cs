namespace Azure.Data.Tables.Protocol;

/// <summary>Where the account's tables are, and with what key.</summary>
internal sealed record ConnectionString(Uri Endpoint, TableSharedKeyCredential Credential)
{
    // The emulator's account, the same on every machine, as its documentation gives it: no secret.
    private const string DevelopmentAccount = "devstoreaccount1";
    private const string DevelopmentKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string DevelopmentEndpoint = "http://127.0.0.1:10002/devstoreaccount1";

    public static ConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, "connectionString");
        var settings = Split(text);
        if (settings.GetValueOrDefault("UseDevelopmentStorage") == "true")
        {
            return new(
                new Uri(DevelopmentEndpoint), new TableSharedKeyCredential(DevelopmentAccount, DevelopmentKey));
        }

        if (settings.TryGetValue("AccountName", out var account)
            && settings.TryGetValue("AccountKey", out var key)
            && FindEndpoint(settings, account) is { } endpoint)
            return new(endpoint, new TableSharedKeyCredential(account, key));

        throw new ArgumentException(
            "The connection string must have AccountName, AccountKey and one of TableEndpoint and EndpointSuffix, "
            + "or be UseDevelopmentStorage=true.");
    }

    private static Uri? FindEndpoint(Dictionary<string, string> settings, string account)
    {
        if (settings.TryGetValue("TableEndpoint", out var endpoint))
            return new Uri(endpoint);
        if (!settings.TryGetValue("EndpointSuffix", out var suffix))
            return null;
        var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        return new Uri($"{protocol}://{account}.table.{suffix}");
    }

    private static Dictionary<string, string> Split(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var segment in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A key ends in '=', so only the first one parts name and value. The message names no value: secrets.
            var (name, value) = segment.Split('=', 2) is [{ Length: > 0 } n, { Length: > 0 } v]
                ? (n, v)
                : throw new InvalidOperationException("The connection string has a segment that is not name=value.");
            if (!settings.TryAdd(name, value))
                throw new InvalidOperationException($"The connection string has {name} twice.");
        }

        return settings;
    }
}
