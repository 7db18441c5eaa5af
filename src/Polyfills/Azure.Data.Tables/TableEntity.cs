using System.Diagnostics.CodeAnalysis;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

/// <summary>An entity as a dictionary: each property has the type it is stored with.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "The package's own name.")]
public sealed partial class TableEntity : ITableEntity
{
    private readonly Dictionary<string, object?> _properties;

    public TableEntity() => _properties = [];

    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object?> values) => _properties = new(values);

    public string PartitionKey
    {
        get => GetString(WireNames.PartitionKey)!;
        set => _properties[WireNames.PartitionKey] = value;
    }

    public string RowKey
    {
        get => GetString(WireNames.RowKey)!;
        set => _properties[WireNames.RowKey] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(WireNames.Timestamp);
        set => _properties[WireNames.Timestamp] = value;
    }

    public ETag ETag
    {
        get => GetString(WireNames.ETag) is { } etag ? new ETag(etag) : default;
        set => _properties[WireNames.ETag] = value.ToString();
    }

    public string? GetString(string key) => (string?)Read(key, typeof(string));

    public int? GetInt32(string key) => (int?)Read(key, typeof(int));

    public long? GetInt64(string key) => (long?)Read(key, typeof(long));

    public bool? GetBoolean(string key) => (bool?)Read(key, typeof(bool));

    public double? GetDouble(string key) => (double?)Read(key, typeof(double));

    public Guid? GetGuid(string key) => (Guid?)Read(key, typeof(Guid));

    public byte[]? GetBinary(string key) => (byte[]?)Read(key, typeof(byte[]));

    public BinaryData? GetBinaryData(string key) => Find(key) switch
    {
        byte[] bytes => BinaryData.FromBytes(bytes),
        _ => (BinaryData?)Read(key, typeof(BinaryData)),
    };

    public DateTimeOffset? GetDateTimeOffset(string key) => Find(key) switch
    {
        DateTime time => new DateTimeOffset(time),
        _ => (DateTimeOffset?)Read(key, typeof(DateTimeOffset)),
    };

    public DateTime? GetDateTime(string key) => Find(key) switch
    {
        DateTimeOffset time => time.UtcDateTime,
        _ => (DateTime?)Read(key, typeof(DateTime)),
    };

    private object? Find(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return _properties.GetValueOrDefault(key);
    }

    private object? Read(string key, Type type)
    {
        var value = Find(key);
        if (value is null || type.IsInstanceOfType(value))
            return value;
        throw new InvalidOperationException($"Cannot return {type} type for a {value.GetType()} typed property.");
    }
}
