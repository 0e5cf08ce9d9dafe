/** What an XMP packet (ISO 16684-1) says of place and people, as element or attribute: that it says so is all that is asked. */
export function xmpSays(packet: string): { readonly located: boolean; readonly named: boolean } {
  return {
    located: /exif:GPSLatitude|photoshop:City|Iptc4xmpCore:Location/u.test(packet),
    named: /dc:creator|aux:OwnerName|photoshop:AuthorsPosition|tiff:Artist/u.test(packet),
  };
}
