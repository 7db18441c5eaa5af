namespace Azure.Data.Tables.Protocol;

/// <summary>Where the next page begins, as two of the service's headers; to callers one string.</summary>
internal sealed record ContinuationToken(string PartitionKey, string? RowKey)
{
    public static ContinuationToken? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        // The service encodes both keys, so that neither has a space.
        var keys = text.Split(' ', 2);
        return new(keys[0], keys is [_, { Length: > 0 } rowKey] ? rowKey : null);
    }

    public static string? Read(Response response)
    {
        if (!response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partitionKey))
            return null;
        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var rowKey);
        return $"{partitionKey} {rowKey}";
    }
}
