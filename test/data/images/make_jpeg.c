/* make_jpeg width height channels [option…]: raw pixels on stdin to a JPEG on stdout, in a flavor that Pillow cannot write. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
int main(int c,char**v){
  int w=atoi(v[1]),h=atoi(v[2]),n=atoi(v[3]);
  unsigned char*px=malloc((size_t)w*h*n); if(fread(px,1,(size_t)w*h*n,stdin)!=(size_t)w*h*n) return 1;
  struct jpeg_compress_struct j; struct jpeg_error_mgr e; j.err=jpeg_std_error(&e); jpeg_create_compress(&j); jpeg_stdio_dest(&j,stdout);
  j.image_width=w;j.image_height=h;j.input_components=n;j.in_color_space=n==1?JCS_GRAYSCALE:n==3?JCS_RGB:JCS_CMYK;
  jpeg_set_defaults(&j);
  int q=90;
  for(int i=4;i<c;i++){char*a=v[i];
    if(!strcmp(a,"rgb"))jpeg_set_colorspace(&j,JCS_RGB);
    else if(!strcmp(a,"cmyk"))jpeg_set_colorspace(&j,JCS_CMYK);
    else if(!strcmp(a,"ycck"))jpeg_set_colorspace(&j,JCS_YCCK);
    else if(!strcmp(a,"gray"))jpeg_set_colorspace(&j,JCS_GRAYSCALE);
  }
  for(int i=4;i<c;i++){char*a=v[i];
    if(!strncmp(a,"q=",2))q=atoi(a+2);
    else if(!strncmp(a,"h=",2))for(int k=0;k<n;k+=3)j.comp_info[k].h_samp_factor=atoi(a+2);
    else if(!strncmp(a,"v=",2))for(int k=0;k<n;k+=3)j.comp_info[k].v_samp_factor=atoi(a+2);
    else if(!strcmp(a,"prog"))jpeg_simple_progression(&j);
    else if(!strcmp(a,"arith"))j.arith_code=TRUE;
    else if(!strncmp(a,"restart=",8))j.restart_interval=atoi(a+8);
    else if(!strcmp(a,"noadobe"))j.write_Adobe_marker=FALSE;
    else if(!strcmp(a,"adobe"))j.write_Adobe_marker=TRUE;
    else if(!strcmp(a,"nojfif"))j.write_JFIF_header=FALSE;
    else if(!strcmp(a,"ids=123"))for(int k=0;k<n;k++)j.comp_info[k].component_id=k+1;
  }
  jpeg_set_quality(&j,q,TRUE);
  jpeg_start_compress(&j,TRUE);
  while(j.next_scanline<j.image_height){JSAMPROW r=px+(size_t)j.next_scanline*w*n;jpeg_write_scanlines(&j,&r,1);}
  jpeg_finish_compress(&j); return 0;}
