using System.Globalization;
using Azure.Data.Tables;

namespace Payments.Tables.Serialization;

/// <summary>A document in an entity, cut into binary properties: <c>Body0</c>, <c>Body1</c>, ….</summary>
internal static class Body
{
    /// <summary>The most that Table Storage lets one property hold.</summary>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>960 KiB: an entity may have 1 MiB in all, and the rest is left to keys and plain columns.</summary>
    public const int MaxChunks = 15;

    /// <summary>Puts a document into an entity. Throws for one that does not fit, before anything is sent.</summary>
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
