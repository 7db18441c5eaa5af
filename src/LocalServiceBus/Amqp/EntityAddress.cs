namespace LocalServiceBus.Amqp;

/// <summary>
/// What the address of a link means: a queue, or its dead letters, or the node that answers requests about it.
/// </summary>
internal sealed record EntityAddress(string Path, bool IsManagement)
{
    private const string ManagementSuffix = "/$management";

    /// <summary>Where tokens are put, the one node that belongs to no entity.</summary>
    public bool IsTokens => Path == "$cbs";

    /// <summary>
    /// .NET writes a leading slash and escapes, others do not; some send the whole URI. Case never counts
    /// (sections 1 and 4 of the reference).
    /// </summary>
    public static EntityAddress Parse(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsFile)
            address = uri.AbsolutePath;

        var path = Uri.UnescapeDataString(address).Trim('/').ToLowerInvariant();
        return path.EndsWith(ManagementSuffix, StringComparison.Ordinal)
            ? new EntityAddress(path[..^ManagementSuffix.Length], IsManagement: true)
            : new EntityAddress(path, IsManagement: false);
    }
}
