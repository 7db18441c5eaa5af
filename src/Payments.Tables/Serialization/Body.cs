using System.Globalization;
using Azure.Data.Tables;

namespace Payments.Tables.Serialization;

/// <summary>A document in an entity, cut into binary properties: <c>Body0</c>, <c>Body1</c>, ….</summary>
internal static class Body
{
    /// <summary>The limit of Table Storage for one property.</summary>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>960 KiB: an entity may have 1 MiB in all, and keys and plain columns need the rest.</summary>
    public const int MaxChunks = 15;

    /// <summary>Stores a document in an entity. Throws before anything is sent if it does not fit.</summary>
    public static void Write(TableEntity entity, byte[] document)
    {
        if (document.Length > MaxChunks * ChunkBytes)
        {
            throw new InvalidOperationException(
                $"Row {entity.RowKey} of {entity.PartitionKey} would have {document.Length} bytes; "
                + $"one entity holds at most {MaxChunks * ChunkBytes}.");
        }

        var number = 0;
        foreach (var chunk in document.Chunk(ChunkBytes)) entity[Name(number++)] = chunk;
    }

    /// <summary>The document in an entity.</summary>
    public static byte[] Read(TableEntity entity)
    {
        var chunks = Enumerable.Range(0, MaxChunks)
            .Select(number => entity.GetBinary(Name(number)))
            .TakeWhile(chunk => chunk is not null)
            .ToList();
        return chunks is [{ } only] ? only : [.. chunks.SelectMany(chunk => chunk!)];
    }

    private static string Name(int number) => "Body" + number.ToString(CultureInfo.InvariantCulture);
}
